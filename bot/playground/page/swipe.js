// On a touch screen a message is answered by swiping it to the left.

const FAR = 56; // px until letting go answers

/** Let messages inside `host` be swiped; `onReply` gets the id of the one that was. */
export function swipeToReply(host, onReply) {
  let swipe = null;
  host.addEventListener("touchstart", (event) => {
    const message = event.target.closest(".message:not(.service)");
    const [touch] = event.touches;
    swipe = message && event.touches.length === 1 ? { message, x: touch.clientX, y: touch.clientY, by: 0 } : null;
  }, { passive: true });
  host.addEventListener("touchmove", (event) => {
    if (!swipe) return;
    const [touch] = event.touches;
    if (!swipe.by && Math.abs(touch.clientY - swipe.y) > Math.abs(touch.clientX - swipe.x)) return void (swipe = null);
    swipe.by = Math.max(Math.min(swipe.x - touch.clientX, FAR * 1.3), 0);
    swipe.message.style.transform = swipe.by > 8 ? `translateX(${-swipe.by}px)` : "";
  }, { passive: true });
  const end = () => {
    if (!swipe) return;
    swipe.message.style.transform = "";
    if (swipe.by > FAR) onReply(Number(swipe.message.dataset.message));
    swipe = null;
  };
  host.addEventListener("touchend", end);
  host.addEventListener("touchcancel", end);
}
