<?php

namespace App\Services;

use App\Models\Invoice;
use DOMDocument;
use DOMXPath;
use Illuminate\Http\UploadedFile;
use Illuminate\Support\Facades\DB;
use InvalidArgumentException;

class InvoiceImport
{
    private const NAMESPACE = 'urn:example:invoice:2';

    public function import(UploadedFile $file, int $supplier): Invoice
    {
        $xpath = new DOMXPath($this->document($file->get()));
        $xpath->registerNamespace('i', self::NAMESPACE);
        $number = trim($xpath->evaluate('string(/i:invoice/i:number)'));
        if ($number === '') {
            throw new InvalidArgumentException('number');
        }

        return DB::transaction(function () use ($xpath, $number, $supplier) {
            $invoice = Invoice::create([
                'supplier_id' => $supplier,
                'number' => $number,
                'comment' => $xpath->evaluate('string(/i:invoice/i:comment)'),
            ]);
            foreach ($xpath->query('/i:invoice/i:line') as $line) {
                $invoice->lines()->create([
                    'article' => $line->getAttribute('article'),
                    'quantity' => (int) $line->getAttribute('quantity'),
                    'cents' => (int) $line->getAttribute('cents'),
                ]);
            }

            return $invoice;
        });
    }

    private function document(string $text): DOMDocument
    {
        $document = new DOMDocument();
        $before = libxml_use_internal_errors(true);
        try {
            $read = $document->loadXML($text, LIBXML_NONET | LIBXML_NOBLANKS);
            if (! $read || $document->documentElement->namespaceURI !== self::NAMESPACE) {
                throw new InvalidArgumentException('document');
            }
        } finally {
            libxml_clear_errors();
            libxml_use_internal_errors($before);
        }

        return $document;
    }
}
