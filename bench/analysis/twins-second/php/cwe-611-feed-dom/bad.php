<?php

$document = new DOMDocument();
$body = file_get_contents('php://input');
$flags = LIBXML_NOENT | LIBXML_DTDLOAD;
if (!$document->loadXML($body, $flags)) {
    http_response_code(422);
    exit;
}
echo $document->getElementsByTagName('item')->length;
