<?php

function prices(string $xml): array
{
    $document = new DOMDocument();
    $document->loadXML($xml, LIBXML_NOENT | LIBXML_DTDLOAD);
    $prices = [];
    foreach ($document->getElementsByTagName('price') as $node) {
        $prices[$node->getAttribute('sku')] = (float) $node->textContent;
    }
    return $prices;
}

echo json_encode(prices(file_get_contents('php://input')));
