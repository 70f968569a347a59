/**
 * Whether a file is signed by an identity that the operator trusts, and whether a public log knows of it.
 *
 * <p>Knows Sigstore bundles as {@code cosign sign-blob} writes them today: one certificate of a trusted authority, one
 * signature over the file itself, one entry of a trusted log with its proof. Nothing else passes: no bare key, no attestation,
 * no entry without a proof, no time that only the signer vouches for. Certificates, logs and proofs are judged by {@code
 * sigstore-java}, which no other package imports and which is not loaded before it is needed; what it leaves open is judged
 * here. Everything comes from the bundle and from the operator's file of trusted roots. Knows no network and no
 * configuration.
 */
package dev.darkroom.fetch.cosign;
