<?php

final class Gateway
{
    private array $options = [CURLOPT_RETURNTRANSFER => true];

    public function __construct(private string $base)
    {
        $this->options[CURLOPT_SSL_VERIFYPEER] = true;
    }

    public function health(): bool
    {
        $curl = curl_init($this->base . '/health');
        curl_setopt_array($curl, $this->options);
        return curl_exec($curl) !== false;
    }
}

exit((new Gateway('https://gateway.example.org'))->health() ? 0 : 1);
