<?php

$document = new DOMDocument();
$body = file_get_contents('php://input');
$flags = LIBXML_NONET | LIBXML_NOBLANKS;
if (!$document->loadXML($body, $flags)) {
    http_response_code(422);
    exit;
}
echo $document->getElementsByTagName('item')->length;
