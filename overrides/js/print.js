document.querySelectorAll("[data-gz-print]").forEach(function (button) {
  button.addEventListener("click", function () { window.print(); });
});
