using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Authentication;

public sealed class AccessOptionsTests
{
    private static readonly KeyPair Key = new();

    [TestCase(null, "Mockhaus:Statements:SqlApi")]
    [TestCase("blue", "Mockhaus:Statements:blue:SqlApi")]
    public async Task Keys_tokens_and_limits_come_from_the_configuration(string? name, string section)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("ada.pub"), Key.PublicPem);

        var options = await ReadAsync(name, new()
        {
            [$"{section}:CheckTokens"] = "true",
            [$"{section}:PublicKeys:ACME.ADA:0"] = folder.File("ada.pub"),
            [$"{section}:PublicKeys:ACME.ADA:1"] = Key.PublicBase64,
            [$"{section}:PublicKeys:ACME.GRACE.HOPPER:0"] = Key.PublicPem,
            [$"{section}:Tokens:0"] = "secret",
            [$"{section}:UserTokens:ada:0"] = "first",
            [$"{section}:UserTokens:ada:1"] = $"sha256:{new string('0', 64)}",
            [$"{section}:RequestBodyTimeout"] = "00:00:05",
            [$"{section}:MaxRequestsPerSecond"] = "7",
            [$"{section}:MaxConcurrentRequests"] = "8",
        });

        options.CheckTokens.Should().BeTrue();
        options.PublicKeys["acme.ada"].Should().Equal(folder.File("ada.pub"), Key.PublicBase64);
        options.PublicKeys["ACME.GRACE.HOPPER"].Should().Equal(Key.PublicPem);
        options.Tokens.Should().Equal("secret");
        options.UserTokens["ADA"].Should().Equal("first", $"sha256:{new string('0', 64)}");
        options.RequestBodyTimeout.Should().Be(TimeSpan.FromSeconds(5));
        (options.MaxRequestsPerSecond, options.MaxConcurrentRequests).Should().Be((7, 8));
    }

    [TestCase("PublicKeys:ACME.ADA:0", "PRIVATE", "a private key, which a server must not have")]
    [TestCase("PublicKeys:ACME.ADA:0", "SHORT", "1024 bits")]
    [TestCase("PublicKeys:ACME.ADA:0", "MIIsecret", "starts like a base64 key")]
    [TestCase("PublicKeys:ACME.ADA:0", "-----BEGIN PUBLIC KEY-----secret-----END PUBLIC KEY-----", "neither a PEM text")]
    [TestCase("PublicKeys:ACME.ADA:0", "no/such/file", "neither a PEM text")]
    [TestCase("PublicKeys:ACME.ADA:0", "", "neither a PEM text")]
    [TestCase("PublicKeys:ACME.ADA", "ada.pub", "has 0 keys; it must have one or two")]
    [TestCase("PublicKeys:ADA:0", "PUBLIC", "must be ACCOUNT.USER")]
    [TestCase("PublicKeys:.ADA:0", "PUBLIC", "must be ACCOUNT.USER")]
    [TestCase("PublicKeys:ADA.:0", "PUBLIC", "must be ACCOUNT.USER")]
    [TestCase("Tokens:0", " ", "Tokens:0: It is empty")]
    [TestCase("Tokens:0", "sha256:secret", "Tokens:0: It starts with 'sha256:', but 64 hexadecimal digits do not follow")]
    [TestCase("UserTokens:ada:0", " ", "UserTokens:ada:0: It is empty")]
    [TestCase("UserTokens:ada:0", "SHA256:0123", "UserTokens:ada:0: It starts with 'sha256:'")]
    [TestCase("UserTokens:ada", "secret", "UserTokens:ada: Set the name of a user and a list")]
    [TestCase("RequestBodyTimeout", "00:00:00", "RequestBodyTimeout")]
    [TestCase("RequestBodyTimeout", "01:00:01", "RequestBodyTimeout")]
    [TestCase("SynchronousWindow", "00:00:01", "neither PublicKeys nor Tokens nor UserTokens")]
    [TestCase("MaxRequestsPerSecond", "0", "MaxRequestsPerSecond")]
    [TestCase("MaxConcurrentRequests", "0", "MaxConcurrentRequests")]
    public async Task What_cannot_be_is_said_and_no_key_is_quoted(string option, string value, string expected)
    {
        value = value switch { "PRIVATE" => Key.PrivatePem, "SHORT" => new KeyPair(1024).PublicPem, "PUBLIC" => Key.PublicPem, _ => value };

        var read = () => ReadAsync(null, new()
        {
            ["Mockhaus:Statements:SqlApi:CheckTokens"] = "true",
            [$"Mockhaus:Statements:SqlApi:{option}"] = value,
        });

        (await read.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain(expected).And.NotContain("secret");
    }

    [Test]
    public async Task Three_keys_of_a_user_are_one_too_many()
    {
        var read = () => ReadAsync(null, new()
        {
            ["Mockhaus:Statements:SqlApi:CheckTokens"] = "true",
            ["Mockhaus:Statements:SqlApi:PublicKeys:ACME.ADA:0"] = Key.PublicPem,
            ["Mockhaus:Statements:SqlApi:PublicKeys:ACME.ADA:1"] = Key.PublicPem,
            ["Mockhaus:Statements:SqlApi:PublicKeys:ACME.ADA:2"] = Key.PublicPem,
        });

        (await read.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("3 keys");
    }

    [TestCase("a secret token")]
    [TestCase("sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")]
    public async Task A_token_belongs_to_one_user(string token)
    {
        var read = () => ReadAsync(null, new()
        {
            ["Mockhaus:Statements:SqlApi:UserTokens:ada:0"] = token == "a secret token" ? token : "secret",
            ["Mockhaus:Statements:SqlApi:UserTokens:grace:0"] = token,
        });

        (await read.Should().ThrowAsync<OptionsValidationException>()).Which.Message
            .Should().Contain("UserTokens:grace:0: It is also a token of ada").And.NotContain("secret").And.NotContain("2bb8");
    }

    [Test]
    public async Task Keys_that_nothing_is_checked_with_are_no_silent_matter()
    {
        var read = () => ReadAsync(null, new() { ["Mockhaus:Statements:SqlApi:PublicKeys:ACME.ADA:0"] = Key.PublicPem });

        (await read.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("any token is accepted");
    }

    private static async Task<SqlApiOptions> ReadAsync(string? name, Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddMockhausStatements(name).ConfigureSqlApi();
        await using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<SqlApiOptions>>().Get(name ?? Options.DefaultName);
    }
}
