import type { Ecosystem } from '../manifest.js';

/** Packages that many use without having read their licence, and what it is. SPDX ids, `or-later` left out. */
export const copyleftPackages: Readonly<Record<Ecosystem, Readonly<Record<string, string>>>> = {
  npm: {
    jodit: 'GPL-2.0',
    ckeditor5: 'GPL-2.0',
    ghost: 'GPL-3.0',
    '@ckeditor/ckeditor5-core': 'GPL-2.0',
    'fullpage.js': 'GPL-3.0',
    'isotope-layout': 'GPL-3.0',
    tinymce: 'GPL-2.0',
  },
  PyPI: {
    pyqt5: 'GPL-3.0',
    pyqt6: 'GPL-3.0',
    mysqlclient: 'GPL-2.0',
    pymupdf: 'AGPL-3.0',
    unidecode: 'GPL-2.0',
    ultralytics: 'AGPL-3.0',
    'mysql-connector-python': 'GPL-2.0',
    'python-apt': 'GPL-2.0',
  },
  Maven: {
    'mysql:mysql-connector-java': 'GPL-2.0',
    'com.mysql:mysql-connector-j': 'GPL-2.0',
    'com.itextpdf:itextpdf': 'AGPL-3.0',
    'com.itextpdf:itext7-core': 'AGPL-3.0',
    'com.itextpdf:kernel': 'AGPL-3.0',
  },
  NuGet: { itextsharp: 'AGPL-3.0', itext7: 'AGPL-3.0', itext: 'AGPL-3.0', 'mysql.data': 'GPL-2.0' },
  Go: { 'github.com/ethereum/go-ethereum': 'LGPL-3.0', 'github.com/minio/minio': 'AGPL-3.0' },
  Packagist: { 'mpdf/mpdf': 'GPL-2.0', 'matomo/matomo': 'GPL-3.0' },
  RubyGems: { hexapdf: 'AGPL-3.0', origami: 'LGPL-3.0' },
  'crates.io': { slint: 'GPL-3.0' },
};
