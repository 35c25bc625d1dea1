// The summary of errors takes the focus when the page arrives with one.
document.querySelector("[data-focus]")?.focus();
