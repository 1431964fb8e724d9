import { useEffect, useState } from 'react';

export function useWidth(): number {
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const update = () => setWidth(window.innerWidth);
    window.addEventListener('resize', update);
    update();
  }, []);
  return width;
}

export function useOnline(): boolean {
  const [online] = useState(navigator.onLine);
  return online;
}
