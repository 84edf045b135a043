// What has been fetched says by `autofocus` where one goes on: it gets the focus once it stands still.
document.addEventListener("htmx:afterSettle", (event) => {
  const settled = event.target;
  const goesOn = settled.matches?.("[autofocus]") ? settled : settled.querySelector?.("[autofocus]");
  if (goesOn?.isConnected) goesOn.focus();
});
