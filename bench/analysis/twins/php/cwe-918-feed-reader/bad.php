<?php

namespace App\Controller;

use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\Routing\Attribute\Route;
use Symfony\Contracts\HttpClient\HttpClientInterface;

final class FeedController
{
    private const FEEDS = ['heise' => 'https://www.heise.de/rss/heise.rdf', 'golem' => 'https://rss.golem.de/rss.php'];

    public function __construct(private readonly HttpClientInterface $client)
    {
    }

    #[Route('/feeds/read')]
    public function read(Request $request): JsonResponse
    {
        $feed = $request->query->get('feed');
        $url = self::FEEDS[$feed] ?? $feed;
        $response = $this->client->request('GET', $url);

        return new JsonResponse(['bytes' => strlen($response->getContent())]);
    }
}
