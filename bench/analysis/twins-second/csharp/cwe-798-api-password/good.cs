using System;
using System.Data.SqlClient;

public static class Stock
{
    private const string Server = "Server=db.internal;Database=stock;User Id=loader;";

    public static SqlConnection Open()
    {
        var connection = new SqlConnection(Server + "Password=" + Environment.GetEnvironmentVariable("STOCK_PW"));
        connection.Open();
        return connection;
    }
}
