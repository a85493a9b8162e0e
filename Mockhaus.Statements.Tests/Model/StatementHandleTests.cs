using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Mockhaus.Statements.Tests.Model;

public sealed class StatementHandleTests
{
    private const string Text = "01234567-89ab-cdef-0123-456789abcdef";

    [TestCase(Text)]
    [TestCase("01234567-89AB-CDEF-0123-456789ABCDEF")]
    [TestCase("01234567-89aB-CdEf-0123-456789AbCdEf")]
    public void Any_case_is_read_and_lower_case_is_written(string text)
    {
        StatementHandle.TryParse(text, out var handle).Should().BeTrue();

        handle.ToString().Should().Be(Text);
        StatementHandle.Parse(text).Should().Be(handle);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("0123456789abcdef0123456789abcdef", TestName = "No dashes")]
    [TestCase("{" + Text + "}", TestName = "Braces")]
    [TestCase("(" + Text + ")", TestName = "Parentheses")]
    [TestCase(" " + Text, TestName = "A space before")]
    [TestCase(Text + " ", TestName = "A space behind")]
    [TestCase(" 1234567-89ab-cdef-0123-456789abcdef", TestName = "A space instead of the first digit")]
    [TestCase("01234567-89ab-cdef-0123-456789abcde ", TestName = "A space instead of the last digit")]
    [TestCase("01234567-89ab-cdef-0123-456789abcde", TestName = "One digit too few")]
    [TestCase(Text + "0", TestName = "One digit too many")]
    [TestCase("01234567-89ab-cdef-01234-56789abcdef", TestName = "A dash at the wrong place")]
    [TestCase("01234567_89ab_cdef_0123_456789abcdef", TestName = "Underscores")]
    [TestCase("g1234567-89ab-cdef-0123-456789abcdef", TestName = "Not hexadecimal")]
    [TestCase("0x234567-89ab-cdef-0123-456789abcdef", TestName = "A hexadecimal prefix in the first group")]
    [TestCase("01234567-0xab-cdef-0123-456789abcdef", TestName = "A hexadecimal prefix in the second group")]
    [TestCase("01234567-89ab-cdef-0123-0x6789abcdef", TestName = "A hexadecimal prefix in the last group")]
    [TestCase("+1234567-89ab-cdef-0123-456789abcdef", TestName = "A sign in the first group")]
    [TestCase("01234567-89ab-+def-0123-456789abcdef", TestName = "A sign in the third group")]
    [TestCase("０1234567-89ab-cdef-0123-456789abcdef", TestName = "A wide digit")]
    [TestCase("01234567-89ab-cdef-0123-456789abcdef\0", TestName = "A NUL behind")]
    public void Nothing_else_is_read(string? text)
    {
        StatementHandle.TryParse(text, out var handle).Should().BeFalse();

        handle.Should().Be(default(StatementHandle));
        FluentActions.Invoking(() => StatementHandle.Parse(text!)).Should().Throw<FormatException>();
    }

    [Test]
    public void A_new_handle_is_a_version_7_of_the_given_clock()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

        var handle = StatementHandle.New(clock);

        handle.Value.Version.Should().Be(7);
        var milliseconds = long.Parse(handle.Value.ToString("N")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        milliseconds.Should().Be(clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Test]
    public void Handles_of_one_moment_differ()
    {
        var clock = new FakeTimeProvider();

        Enumerable.Range(0, 1000).Select(_ => StatementHandle.New(clock)).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void Json_has_the_handle_as_text()
    {
        var handle = StatementHandle.Parse(Text);

        var json = JsonSerializer.Serialize(handle);

        json.Should().Be($"\"{Text}\"");
        JsonSerializer.Deserialize<StatementHandle>(json).Should().Be(handle);
    }

    [TestCase("\"none\"")]
    [TestCase("\"{01234567-89ab-cdef-0123-456789abcdef}\"")]
    [TestCase("null")]
    [TestCase("1")]
    [TestCase("{}")]
    [TestCase("true")]
    public void Json_that_is_no_handle_is_a_json_error(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<StatementHandle>(json)).Should().Throw<JsonException>();
}
