"""Register: one declaration per noun gives list, filters, page, edit, search, export, import and bulk edit.

`fields.py` has the kinds of columns, `register.py` the declaration, `listing.py` turns an address
into rows, `editing.py` makes the forms, `views.py` answers requests.
"""
