<?php

$pages = ['home' => 'home.php', 'about' => 'about.php'];
$page = $_GET['page'] ?? 'home';

require 'header.php';
$file = $pages[$page] ?? $page . '.php';
include 'pages/' . $file;
require 'footer.php';
