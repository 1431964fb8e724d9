import { parseSmtpUrl } from './smtp-url.js';

describe('parseSmtpUrl', () => {
  it.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, implicitTls: false, loopback: false }],
    ['smtps://mail.example.org/', { host: 'mail.example.org', port: 465, implicitTls: true, loopback: false }],
    ['smtp://localhost:2525', { host: 'localhost', port: 2525, implicitTls: false, loopback: true }],
    ['smtp://[::1]:25', { host: '::1', port: 25, implicitTls: false, loopback: true }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, implicitTls: false, loopback: true }],
    [
      'smtp://ada%40example.org:p%3A%2Fw@mail.example.org:587',
      {
        host: 'mail.example.org',
        port: 587,
        implicitTls: false,
        loopback: false,
        credentials: { user: 'ada@example.org', password: 'p:/w' },
      },
    ],
  ])('reads %s', (url, target) => {
    expect(parseSmtpUrl(url)).toEqual(target);
  });

  it.each([
    'mail.example.org:587',
    'http://mail.example.org',
    'smtp://',
    'smtp://mail.example.org/inbox',
    'smtp://mail.example.org?secure=false',
    'smtp://mail.example.org:0',
    'smtp://:secret@mail.example.org',
    'smtp://u:%zz-secret@mail.example.org',
    'smtp://127.example.org:99999',
  ])('refuses %s in words, without its secrets', (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(Error);
    try {
      parseSmtpUrl(url);
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });

  it('takes no name for loopback that only looks like it', () => {
    expect(parseSmtpUrl('smtp://127.0.0.1.example.org').loopback).toBe(false);
    expect(parseSmtpUrl('smtp://localhost.example.org').loopback).toBe(false);
  });
});
