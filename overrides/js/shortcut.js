// "/" moves to the search field, unless the reader is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) return;
  const field = document.getElementById("query");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
