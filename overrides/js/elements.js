// Elements that scripts add to a page.
export function element(name, className, content) {
  const made = document.createElement(name);
  made.className = className;
  if (content) made.textContent = content;
  return made;
}
