<?php

$pages = ['home' => 'home.html', 'about' => 'about.html', 'terms' => 'terms.html'];

function template(array $pages, string $name): string
{
    return $pages[$name] ?? $name . '.html';
}

$name = $_GET['page'] ?? 'home';
$file = __DIR__ . '/pages/' . template($pages, $name);
echo file_get_contents($file);
