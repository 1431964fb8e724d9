using System;
using System.Data.SqlClient;

public static class Stock
{
    private const string Server = "Server=db.internal;Database=stock;User Id=loader;";

    public static SqlConnection Open()
    {
        var connection = new SqlConnection(Server + "Password=Ld-4417-stock;");
        connection.Open();
        return connection;
    }
}
