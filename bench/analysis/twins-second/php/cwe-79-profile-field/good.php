<?php

function row(string $label, string $value): string
{
    return '<tr><th>' . $label . '</th><td>' . $value . '</td></tr>';
}

$city = $_GET['city'] ?? 'unknown';
$city = htmlspecialchars(trim($city), ENT_QUOTES);
?>
<table>
<?php echo row('City', $city); ?>
</table>
