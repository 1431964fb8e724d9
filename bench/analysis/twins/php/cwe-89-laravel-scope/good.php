<?php

namespace App\Http\Controllers;

use Illuminate\Http\Request;
use Illuminate\Support\Facades\DB;

class InvoiceController extends Controller
{
    private array $sortable = ['due', 'amount'];

    public function index(Request $request)
    {
        $column = $request->query('sort', 'due');
        $direction = $request->query('direction', 'asc') === 'desc' ? 'desc' : 'asc';
        if (!in_array($column, $this->sortable, true)) {
            abort(422);
        }

        return DB::table('invoices')->orderByRaw("$column $direction")->paginate(50);
    }
}
