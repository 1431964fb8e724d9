<?php

namespace App\Http\Controllers;

use App\Models\Part;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Str;

class PartController extends Controller
{
    private const COLUMNS = ['number', 'name', 'stock'];

    public function index(Request $request): JsonResponse
    {
        $request->validate(['search' => 'nullable|string|max:80', 'sort' => 'nullable|string|max:80']);
        $sort = Str::lower($request->string('sort', 'number'));
        $direction = Str::startsWith($sort, '-') ? 'desc' : 'asc';
        $column = ltrim($sort, '-');
        if (! in_array($column, self::COLUMNS, true)) {
            $column = 'number';
        }

        $parts = Part::query()
            ->when($request->input('search'), fn ($query, $search) => $query->where('name', 'like', "%{$search}%"))
            ->orderByRaw("{$column} {$direction}")
            ->paginate(50);

        return response()->json($parts);
    }
}
