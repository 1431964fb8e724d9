(function () {
  var topics = {
    start: 'First steps',
    account: 'Your account',
    billing: 'Invoices',
  };

  function show() {
    var topic = decodeURIComponent(window.location.hash.replace(/^#/, '')) || 'start';
    var panel = document.getElementById('help');
    if (Object.prototype.hasOwnProperty.call(topics, topic)) {
      panel.innerHTML = '<h2>' + topics[topic] + '</h2>';
    } else {
      panel.innerHTML = '<h2>No help for ' + topic + '</h2>';
    }
    panel.hidden = false;
  }

  window.addEventListener('hashchange', show);
  document.addEventListener('DOMContentLoaded', show);
})();
