using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Testing;

/// <summary>One statement that has come to the script, at one moment. Immutable.</summary>
/// <param name="Statement">The statement as it began: its SQL, bindings, context and so on.</param>
/// <param name="Rule">The rule that answered it, or null when none did.</param>
/// <param name="StartedAt">When it came, by the script's clock.</param>
/// <param name="State">How far it had come.</param>
public sealed record ScriptedCall(Statement Statement, ScriptedRule? Rule, DateTimeOffset StartedAt, ScriptedCallState State)
{
    /// <summary>The statement's SQL, as it was sent.</summary>
    public string Sql => Statement.Sql;

    /// <summary>What a failed assertion shows: it is the test's own SQL. Bindings stay out.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Sql = {Sql}, State = {State}, Rule = {Rule}");
        return true;
    }
}
