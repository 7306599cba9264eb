// What needed the script is shown, and the view of the address is taken up.
document.documentElement.classList.add("scripted");
for (const id of ["filters", "bar", "review"]) byId(id).hidden = false;
if (innerWidth < 992) panel.open = false;
sorter.value = "";
load();
if (decisions.size) redrawAll();
else drawBar();
dressFindings([...document.querySelectorAll("#attention [data-finding]")]);
tellShown(total);
byId("reset").hidden = true;
// The browser moves the focus to the fragment itself once the page is there; ours comes after.
addEventListener("load", follow);
