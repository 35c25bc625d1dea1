// « Autour de moi »: asks for the position only when pressed, and sends it rounded to about a kilometre.
const addressOf = (search, { latitude, longitude }) => {
  const parameters = new URL(search, location.href).searchParams;
  parameters.set("near", `${latitude.toFixed(2)},${longitude.toFixed(2)}`);
  return `?${parameters.toString().replaceAll("%2C", ",").replaceAll("%2F", "/")}`;
};

const show = (root) => {
  for (const button of root.querySelectorAll("[data-near-me]")) button.hidden = !("geolocation" in navigator);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-near-me]");
  if (!button) return;
  const said = button.parentElement.querySelector("[data-near-me-said]");
  said.textContent = "Recherche de votre position…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => window.location.assign(addressOf(button.dataset.nearMe, coords)),
    () => { said.textContent = "Votre position n’a pas pu être trouvée. Choisissez votre collectivité."; },
    { maximumAge: 600000, timeout: 10000 },
  );
});
document.body.addEventListener("htmx:afterSwap", () => show(document));
show(document);
