"""The papers that span apps, and the start pages. No nouns: everything is asked of the apps below."""
