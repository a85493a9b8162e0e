namespace Mockhaus.Statements.History;

/// <summary>Where the redactor is relative to a secret.</summary>
internal enum SecretState
{
    /// <summary>No secret is near.</summary>
    None,

    /// <summary>Directly after a word such as PASSWORD.</summary>
    Named,

    /// <summary>After such a word and a separator: the next word is the secret.</summary>
    Separated,

    /// <summary>Within the secret, as long as no white space follows.</summary>
    Masked,
}
