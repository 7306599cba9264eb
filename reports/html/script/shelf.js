// What the browser keeps between visits; where it refuses, the page says so and keeps things while it is open.
const shelf = (() => {
  try {
    localStorage.setItem("reconcile-probe", "1");
    localStorage.removeItem("reconcile-probe");
    return localStorage;
  } catch {
    return null;
  }
})();
let full = false;

const recall = (key) => {
  try {
    return shelf?.getItem(key) ?? null;
  } catch {
    return null;
  }
};

// Whether it was kept.
const remember = (key, text) => {
  try {
    shelf?.setItem(key, text);
    full = false;
  } catch {
    full = true;
  }
  return shelf !== null && !full;
};
