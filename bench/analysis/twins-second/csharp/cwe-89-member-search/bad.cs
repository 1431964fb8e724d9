using System.Data.SqlClient;
using Microsoft.AspNetCore.Mvc;

[ApiController]
public class MembersController : ControllerBase
{
    private readonly SqlConnection connection;

    public MembersController(SqlConnection connection) => this.connection = connection;

    [HttpGet("/members")]
    public int Count([FromQuery] string city)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM Members WHERE City = '{city}'";
        return (int)command.ExecuteScalar();
    }
}
