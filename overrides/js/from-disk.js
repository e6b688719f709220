// Opened from disk, there is no server that shows a folder's page: the links name it.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.protocol === "file:" && /\/$/.test(link.pathname)) link.pathname += "index.html";
  }
  for (const form of document.querySelectorAll("form[action]")) {
    form.action = form.action.replace(/\/$/, "/index.html");
  }
}
