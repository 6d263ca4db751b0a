// Sprites of a fixed size in pixels at infinity (stars, markers); objectScale is size and depth, normal the direction.
uniform vec2 view_size;
out vec2 corner;
out vec3 tint;

void main(void) {
    vec4 clip = projMatrix * vec4(mat3(viewMatrix) * (objectRotation() * normal) * 10.0, 1.0);
    float pixels = pos.x * objectScale.x * max(view_size.y, 360.0) / 720.0;
    clip.xy += pos.yz * pixels * 2.0 / view_size * clip.w;
    clip.z = objectScale.y * clip.w;
    gl_Position = clip;
    corner = pos.yz;
    tint = color * objectColor;
}
