// Shows the controls that only work with JavaScript.
document.querySelectorAll("[data-gz-needs-script]").forEach(function (element) { element.hidden = false; });
