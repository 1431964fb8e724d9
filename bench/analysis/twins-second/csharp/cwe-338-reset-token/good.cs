using System;
using System.Security.Cryptography;

public class PasswordReset
{
    public string CreateToken()
    {
        var bytes = new byte[24];
        RandomNumberGenerator.Fill(bytes);
        return Convert.ToHexString(bytes);
    }
}
