<?php
$name = $_POST['name'] ?? '';
$entries = [['who' => 'Ada', 'text' => 'Nice place'], ['who' => 'Bob', 'text' => 'Thanks']];
if ($name !== '') {
    $entries[] = ['who' => $name, 'text' => 'was here'];
}

function e(string $value): string
{
    return nl2br(htmlspecialchars(trim($value), ENT_QUOTES));
}
?>
<ul>
<?php foreach ($entries as $entry): ?>
  <li><b><?= e($entry['who']) ?></b>: <?= e($entry['text']) ?></li>
<?php endforeach; ?>
</ul>
