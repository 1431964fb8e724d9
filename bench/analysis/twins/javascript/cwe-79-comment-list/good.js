const list = document.querySelector('#comments');

async function refresh(thread) {
  const response = await fetch(`/api/threads/${encodeURIComponent(thread)}/comments`);
  const comments = await response.json();
  list.replaceChildren();
  for (const comment of comments) {
    const item = document.createElement('li');
    item.className = 'comment';
    item.textContent = comment.text;
    list.append(item);
  }
}

function announce() {
  const banner = document.querySelector('#banner');
  const message = new URLSearchParams(location.search).get('notice');
  if (message === null) return;
  const strong = document.createElement('strong');
  strong.textContent = message;
  banner.replaceChildren(strong);
}

announce();
refresh(document.body.dataset.thread);
