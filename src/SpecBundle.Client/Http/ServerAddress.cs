namespace SpeculativeDecoding;

/// <summary>An address at which a server can be.</summary>
internal static class ServerAddress
{
    /// <exception cref="InvalidValueException">It is not an absolute one of http or https.</exception>
    public static Uri Require(Uri? address, string property)
    {
        if (address is null || !address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidValueException(property, address?.OriginalString, "a server's address is absolute and begins with http:// or https://");
        }

        // A name and password in it were never sent, and would be told in logs and errors.
        return address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;
    }
}
