// Opened from disk, there is no server that shows a folder's page: the links name it.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;
  document.querySelectorAll("a[href]").forEach(function (link) {
    if (link.protocol === "file:" && /\/$/.test(link.pathname)) link.pathname += "index.html";
  });
  document.querySelectorAll("form[action]").forEach(function (form) {
    form.action = form.action.replace(/\/$/, "/index.html");
  });
})();
