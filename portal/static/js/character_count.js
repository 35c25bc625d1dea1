// "131 caractères sur 600" under a text area, as one types; without script the limit alone is said.
const number = new Intl.NumberFormat("fr-FR");

for (const count of document.querySelectorAll("[data-character-count]")) {
  const field = document.getElementById(count.dataset.characterCount);
  const limit = Number(count.dataset.limit);
  const update = () => {
    const length = [...field.value].length;
    const word = length < 2 ? "caractère" : "caractères";
    count.textContent = `${number.format(length)}\u00a0${word} sur\u00a0${number.format(limit)}`;
  };
  field.addEventListener("input", update);
  update();
}
