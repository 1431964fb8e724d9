const TABS = ['profile', 'orders'];

function currentTab() {
  return decodeURIComponent(window.location.hash.slice(1));
}

function show() {
  const heading = document.querySelector('#heading');
  const name = currentTab();
  if (!TABS.includes(name)) {
    heading.innerHTML = `No tab called <b>${name}</b>`;
    return;
  }
  heading.innerHTML = `<b>${TABS.indexOf(name) + 1}</b> of ${TABS.length}`;
}

window.addEventListener('hashchange', show);
