<?php

function row(string $label, string $value): string
{
    return '<tr><th>' . $label . '</th><td>' . $value . '</td></tr>';
}

$city = $_GET['city'] ?? 'unknown';
$city = trim(stripslashes($city));
?>
<table>
<?php echo row('City', $city); ?>
</table>
