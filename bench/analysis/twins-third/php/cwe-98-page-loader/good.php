<?php

/**
 * The front page of a small site: picks a page and a language, loads both.
 */

$languages = array('en' => 'English', 'de' => 'Deutsch', 'fr' => 'Français');
$pages = array(
    'home' => array('file' => 'home.php', 'title' => 'Welcome'),
    'prices' => array('file' => 'prices.php', 'title' => 'Prices'),
    'contact' => array('file' => 'contact.php', 'title' => 'Contact'),
);

function text_of($source, $name, $default)
{
    return isset($source[$name]) && is_string($source[$name]) ? $source[$name] : $default;
}

function preferred($header, $languages)
{
    foreach (explode(',', $header) as $part) {
        $language = strtolower(substr(trim($part), 0, 2));
        if (isset($languages[$language])) {
            return $language;
        }
    }
    return 'en';
}

function words_file($language)
{
    return __DIR__ . '/words/' . $language . '.php';
}

function link_to($page, $title, $language)
{
    return '<a href="?page=' . rawurlencode($page) . '&amp;language=' . rawurlencode($language) . '">'
        . htmlspecialchars($title, ENT_QUOTES, 'UTF-8') . '</a>';
}

$language = text_of($_COOKIE, 'language', '');
if ($language === '') {
    $language = preferred(text_of($_SERVER, 'HTTP_ACCEPT_LANGUAGE', 'en'), $languages);
}
$language = text_of($_GET, 'language', $language);
if (strlen($language) !== 2 || !isset($languages[$language])) {
    $language = 'en';
}

$page = text_of($_GET, 'page', 'home');
if (!isset($pages[$page])) {
    http_response_code(404);
    $page = 'home';
}

$words = include words_file($language);
header('Content-Type: text/html; charset=utf-8');
header('Vary: Accept-Language, Cookie');
?>
<!doctype html>
<html>
<head>
    <meta charset="utf-8">
    <title><?php echo htmlspecialchars($pages[$page]['title'], ENT_QUOTES, 'UTF-8'); ?></title>
</head>
<body>
<nav>
<?php foreach ($pages as $name => $entry): ?>
    <?php echo link_to($name, $entry['title'], $language); ?>
<?php endforeach; ?>
</nav>
<main>
<?php require __DIR__ . '/pages/' . $pages[$page]['file']; ?>
</main>
</body>
</html>
