// A passkey that was cancelled or not found is an answer, not a fault: say so where the person looks.
const trouble = document.getElementById("passkey-trouble");

document.addEventListener("allauth.error", (event) => {
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
});
