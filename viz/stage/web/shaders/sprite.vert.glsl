// Sprites of a fixed size in pixels at infinity (stars, markers); objectScale is size and depth, normal the direction.
uniform vec2 view_size;
uniform float exposure;
out vec2 corner;
out vec3 tint;
out float starry;

const float BEHIND_EARTH = 0.999;      // stars lie there, markers before
const float FAINTEST = 0.010;          // what the film does not show any more

void main(void) {
    vec4 clip = projMatrix * vec4(mat3(viewMatrix) * (objectRotation() * normal) * 10.0, 1.0);
    starry = step(BEHIND_EARTH, objectScale.y);
    float shown = 1.0 - starry * step(max(color.r, color.b) * exposure, FAINTEST);
    float pixels = shown * pos.x * objectScale.x * max(view_size.y, 360.0) / 720.0;
    clip.xy += pos.yz * pixels * 2.0 / view_size * clip.w;
    clip.z = objectScale.y * clip.w;
    gl_Position = clip;
    corner = pos.yz;
    tint = color * objectColor;
}
