using System.Net;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Redis;

namespace Mockhaus.Statements.Tests.Stores.Redis;

public sealed class RedisConfigurationTests
{
    [TestCase("redis://localhost", "localhost", 6379, false, null, null, null)]
    [TestCase("redis://localhost:7000/", "localhost", 7000, false, null, null, null)]
    [TestCase("REDIS://10.0.0.1:7000/3", "10.0.0.1", 7000, false, null, null, 3)]
    [TestCase("rediss://me:p%40ss@farm.example:7001/0", "farm.example", 7001, true, "me", "p@ss", 0)]
    [TestCase("redis://:secret@localhost", "localhost", 6379, false, null, "secret", null)]
    [TestCase("localhost:7000,password=secret,ssl=true,defaultDatabase=2", "localhost", 7000, true, null, "secret", 2)]
    public void Urls_and_configuration_strings_say_where_redis_is(
        string text, string host, int port, bool ssl, string? user, string? password, int? database)
    {
        var options = RedisConfiguration.Parse(text);

        options.EndPoints.Should().ContainSingle().Which.Should().BeEquivalentTo(
            IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : (EndPoint)new DnsEndPoint(host, port));
        (options.Ssl, options.User, options.Password, options.DefaultDatabase).Should().Be((ssl, user, password, database));
    }

    [TestCase("redis://")]
    [TestCase("redis://secret@localhost")]
    [TestCase("redis://localhost/secret")]
    [TestCase("redis://localhost?secret=1")]
    [TestCase("password=secret")]
    [TestCase("localhost,nonsense=secret")]
    public void What_is_neither_is_refused_with_its_name_and_without_its_text(string text)
    {
        var options = new RedisStoreOptions { Configuration = text };

        var failed = new RedisStoreOptionsValidator().Validate(null, options);

        failed.FailureMessage.Should().Contain("Redis:Configuration").And.NotContain("secret");
    }

    [TestCase("KeyPrefix", "")]
    [TestCase("KeyPrefix", "a{b}:")]
    [TestCase("Lease", "00:00:00.5")]
    [TestCase("Lease", "01:00:01")]
    [TestCase("CallTimeout", "00:00:00.05")]
    [TestCase("CallTimeout", "00:10:01")]
    public void What_makes_no_sense_is_refused_with_its_name(string option, string value)
    {
        var options = new RedisStoreOptions();
        var property = typeof(RedisStoreOptions).GetProperty(option)!;
        property.SetValue(options, property.PropertyType == typeof(string) ? value : TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture));

        new RedisStoreOptionsValidator().Validate(null, options).FailureMessage.Should().Contain($"Redis:{option}");
    }

    [Test]
    public async Task Without_a_configuration_it_says_how_one_looks()
    {
        var connect = async () => await RedisStatementStore.ConnectAsync(new());

        (await connect.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("Redis:Configuration").And.Contain("redis://");
    }
}
