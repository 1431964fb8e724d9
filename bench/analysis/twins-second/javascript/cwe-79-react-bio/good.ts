import DOMPurify from 'dompurify';
import { createElement, useEffect, useState } from 'react';

interface Profile {
  name: string;
  bio: string;
}

export function Biography({ id }: { id: number }) {
  const [profile, setProfile] = useState<Profile | null>(null);
  useEffect(() => {
    fetch(`/api/profiles/${id}`)
      .then((answer) => answer.json())
      .then(setProfile);
  }, [id]);
  if (profile === null) return null;
  const html = DOMPurify.sanitize(profile.bio);
  return createElement('section', { dangerouslySetInnerHTML: { __html: html } });
}
