// News for Missing now: says that something changed, and leaves what is being read as it is.
(function () {
  'use strict';
  var box = document.getElementById('live');
  if (!box || !window.EventSource) return;
  var words = document.getElementById('live-words');
  var show = document.getElementById('live-show');
  var age = document.getElementById('live-age');
  var looked = Date.now();
  var touched = Date.now();
  var told = '';
  var stream = null;

  function say(text, link) {
    if (text === told) return;
    told = text;
    words.textContent = text;
    show.hidden = !link;
  }

  function news(event) {
    var now = JSON.parse(event.data);
    if (String(now.version) === box.getAttribute('data-version')) return say('', false);
    var more = now.missing - Number(box.getAttribute('data-missing'));
    say(more > 0 ? more + ' ' + box.getAttribute('data-new') : box.getAttribute('data-changed'), true);
  }

  function open() {
    stream = new EventSource(box.getAttribute('data-from'));
    stream.addEventListener('missing', news);
    stream.addEventListener('could-not-look', function () {
      say(box.getAttribute('data-could-not'), true);
    });
    stream.addEventListener('error', function () {
      if (stream.readyState === EventSource.CLOSED) say(box.getAttribute('data-stopped'), true);
    });
  }

  // A screen nobody touches does not keep somebody signed in.
  function rest() {
    var idle = Date.now() - touched > 30 * 60 * 1000;
    if (idle && stream) {
      stream.close();
      stream = null;
      say(box.getAttribute('data-stopped'), true);
    }
    var minutes = Math.floor((Date.now() - looked) / 60000);
    if (minutes > 0) age.textContent = '(' + minutes + ' ' + box.getAttribute('data-minutes') + ')';
  }

  ['keydown', 'pointerdown', 'scroll'].forEach(function (kind) {
    document.addEventListener(kind, function () { touched = Date.now(); }, { passive: true });
  });
  setInterval(rest, 20000);
  open();
}());
