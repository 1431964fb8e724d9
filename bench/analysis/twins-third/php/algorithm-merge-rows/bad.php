<?php

declare(strict_types=1);

function read_rows(string $file): Generator
{
    $handle = fopen($file, 'rb');
    if ($handle === false) {
        throw new RuntimeException("cannot read $file");
    }
    try {
        while (($row = fgetcsv($handle, null, ';')) !== false) {
            yield $row;
        }
    } finally {
        fclose($handle);
    }
}

$all = [];
foreach (array_slice($argv, 1) as $file) {
    $fresh = [];
    foreach (read_rows($file) as $row) {
        $fresh = array_merge($fresh, [[...$row, $file]]);
    }
    $all[$file] = $fresh;
}

foreach ($all as $file => $rows) {
    printf("%s: %d rows\n", basename($file), count($rows));
}
